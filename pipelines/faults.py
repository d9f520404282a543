"""What a command ends with: exit statuses, and how a mistake or a fault of ours is told.

0 done; 1 the input is wrong; 2 wrong usage (click's); 3 more gaps than `--fail-on` allows; 4 done,
but a source was stopped or is stale; 70 a fault of ours, whose traceback is kept in a file.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import click

from pipelines.plain import plain

DONE, WRONG_INPUT, GAPS, UNSOUND, FAULT, INTERRUPTED = 0, 1, 3, 4, 70, 130


def status_of(command: Callable[[], int | None]) -> int:
    """Runs a command and gives back its exit status; messages go to standard error."""
    try:
        return command() or DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped", INTERRUPTED)
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001 - the last place where an error can be told
        return _told(error)


def _told(error: Exception) -> int:
    """A mistake in the input in its own words; anything else as a fault of ours."""
    if isinstance(error, _mistakes()):
        atexit.register(_end_quietly)
        return _say(str(error), WRONG_INPUT)
    if isinstance(error, OSError) and error.filename and error.strerror:
        atexit.register(_end_quietly)
        told = f"{error.filename}: {error.strerror}. Check the path and who may write there."
        return _say(told, WRONG_INPUT)
    return _say(
        f"This is a fault of blueprint-miner, not of your input: {type(error).__name__}: {error}\n"
        f"The traceback is in {_kept(error)}; please send it along when you report it.",
        FAULT,
    )


def _end_quietly() -> None:
    """Keeps what native libraries print while they are torn down from burying the message."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _mistakes() -> tuple[type[Exception], ...]:
    """The errors that name a mistake in the input, one per floor; imported only when needed."""
    from blueprint.design import DesignError  # noqa: PLC0415
    from miner.warehouse import LogError  # noqa: PLC0415
    from pipelines.project import SourceError  # noqa: PLC0415
    from pipelines.server import ServerError  # noqa: PLC0415

    return (LogError, DesignError, SourceError, ServerError)


def _kept(error: Exception) -> Path:
    """A new file with the traceback."""
    handle, name = tempfile.mkstemp(prefix="blueprint-miner-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return Path(name)


def _say(message: str, status: int) -> int:
    """The message on standard error, without terminal escapes; gives the status back."""
    click.echo(plain(message, keep_lines=True), err=True)
    return status


def _closed_pipe() -> int:
    """Whoever read our output has gone: end quietly, without a second error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
