"""What the definitions ask of raw rows, with pandas alone: clocks, stages, turns, silences, rules.

Written from docs/definitions.md, for the logs here: one source each, one pass of each stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import holidays
import numpy as np
import pandas as pd

Clock = Callable[[pd.Series], pd.Series]
HOUR, DAY = 3_600_000_000, 86_400_000_000


def calendar(moments: pd.Series) -> pd.Series:
    """Microseconds up to each moment, all day and night; missing ones stay missing."""
    known = moments.dropna().astype("datetime64[us]").astype("int64")
    return known.astype("Int64").reindex(moments.index)


def calendar_in(zone: str) -> Clock:
    """The same of wall-clock times; of an hour that comes twice the later one."""

    def clock(moments: pd.Series) -> pd.Series:
        there = moments.dt.tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward")
        later = moments.dt.tz_localize(
            zone, ambiguous=np.zeros(len(moments), bool), nonexistent="shift_forward"
        )
        return calendar(there.fillna(later).dt.tz_convert("UTC").dt.tz_localize(None))

    return clock


def business(country: str, opens: float, closes: float) -> Clock:
    """Microseconds of mon-fri between two hours of wall-clock time, holidays left out."""
    days = np.array(
        [str(day) for day in holidays.country_holidays(country, years=range(2005, 2022))],
        dtype="datetime64[D]",
    )

    def clock(moments: pd.Series) -> pd.Series:
        known = moments.dropna().astype("datetime64[us]")
        dates = known.to_numpy().astype("datetime64[D]")
        hours = (known.to_numpy() - dates).astype("int64") / HOUR
        within = np.clip(hours, opens, closes) - opens
        within = within * np.is_busday(dates, holidays=days)
        whole = np.busday_count(np.datetime64("2005-01-03"), dates, holidays=days)
        run = np.rint((whole * (closes - opens) + within) * HOUR).astype("int64")
        return pd.Series(run, index=known.index, dtype="Int64").reindex(moments.index)

    return clock


@dataclass(frozen=True)
class Stage:
    """The instances of one stage, by case: entered, started, ended, duration, cohort."""

    table: pd.DataFrame
    clock: Clock

    @property
    def timed(self) -> pd.DataFrame:
        """Finished, duration known, entered by the cut less the limit."""
        return self.table[self.table["cohort"] & self.table["duration"].notna()]

    def quantile(self, share: float) -> float:
        """Of the durations, in seconds (type 7)."""
        return round(float(self.timed["duration"].astype("float64").quantile(share)) / 1e6, 3)

    def over(self, target: int) -> pd.Series:
        """Which timed ones took longer than the target and the tenth that is tolerated."""
        return (self.timed["duration"] * 10 > target * 11).astype(bool)


@dataclass(frozen=True)
class Log:
    """The rows of a log (case, activity, step, at), where it ends, and its clock."""

    rows: pd.DataFrame
    cut: pd.Timestamp
    clock: Clock = calendar

    @cached_property
    def first(self) -> pd.DataFrame:
        """The first time of each step (columns) in each case (rows)."""
        return self.rows.pivot_table(values="at", index="case", columns="step", aggfunc="min")

    def of(self, *steps: str) -> pd.DataFrame:
        """The rows of some steps."""
        return self.rows[self.rows["step"].isin(steps)]

    def stage(self, own: Iterable[str], begins: Iterable[str], ends: str, limit: int) -> Stage:
        """A stage of every case: its own steps, those it begins with, and its end."""
        own, begins = [*own], [*begins]
        started = self.first[begins].bfill(axis=1).iloc[:, 0]
        table = pd.DataFrame({"started": started, "ended": self.first[ends]})
        table["entered"] = started.fillna(self.first[[*own, *begins]].min(axis=1))
        table = table[table["entered"].notna() & (table["entered"] <= self.cut)]
        table["duration"] = self.clock(table["ended"]) - self.clock(table["started"])
        backwards = (table["ended"] < table["started"]).fillna(value=False)
        table.loc[backwards, "duration"] = pd.NA
        left = self.clock(pd.Series([self.cut])).iloc[0] - self.clock(table["entered"])
        return Stage(table.assign(cohort=(left >= limit).astype(bool)), self.clock)

    def seen_until(self, found: Stage, own: Iterable[str], later: Iterable[str]) -> pd.Series:
        """The end; without one the last event where it went on to a later step, else the cut."""
        table = found.table
        later_at = self.first[[*later]].min(axis=1).reindex(table.index)
        went_on = table["ended"].isna() & (later_at >= table["entered"])
        last = self.of(*own).groupby("case")["at"].max()
        return table["ended"].fillna(self.cut).where(~went_on, last)

    def broken_within(self, first: str, then: str, within: int) -> pd.Series:
        """By case with an early enough `first`: whether after one of them `then` was late."""
        span = pd.Timedelta(within, unit="us")
        asked = self.of(first)[["case", "at"]]
        asked = asked[asked["at"] <= self.cut - span].sort_values("at")
        came = self.of(then)[["case", "at"]].assign(came=lambda rows: rows["at"]).sort_values("at")
        found = pd.merge_asof(asked, came, on="at", by="case", direction="forward")
        return (~(found["came"] <= found["at"] + span)).groupby(found["case"]).any()


def picked(rows: pd.DataFrame, rest: Mapping[str, str | None]) -> pd.DataFrame:
    """The rows in order; what comes after the first of a step is another step, or none."""
    rows = rows.sort_values(["case", "at"], kind="stable")
    again = rows.duplicated(["case", "step"]) & rows["step"].isin(rest)
    return rows.assign(step=rows["step"].where(~again, rows["step"].map(rest)))


def turns(found: Stage, rows: pd.DataFrame, lanes: Mapping[str, str]) -> pd.DataFrame:
    """Microseconds of each lane (columns) of the timed instances: the time before its steps."""
    timed = found.timed[["entered", "ended"]]
    own = rows[rows["step"].isin(lanes)].join(timed, on="case", how="inner")
    own = own[(own["at"] >= own["entered"]) & (own["at"] <= own["ended"])]
    own = own.sort_values(["case", "at", "activity"], kind="stable")
    own["lane"], own["clock"] = own["step"].map(lanes), found.clock(own["at"])
    before = own.groupby("case")["clock"].shift().fillna(found.clock(own["entered"]))
    own["turn"] = own["clock"] - before
    return own.pivot_table(values="turn", index="case", columns="lane", aggfunc="sum")


def silences(found: Stage, signs: pd.DataFrame, until: pd.Series) -> pd.Series:
    """The longest time between two signs of each instance of the cohort, in microseconds."""
    watched = found.table[found.table["cohort"]].assign(until=until)
    watched = watched[watched["until"] >= watched["entered"]]
    seen = signs.join(watched[["entered", "until"]], on="case", how="inner")
    seen = seen[(seen["at"] > seen["entered"]) & (seen["at"] < seen["until"])]
    edges = [
        watched[name].rename("at").rename_axis("case").reset_index()
        for name in ("entered", "until")
    ]
    moments = pd.concat([seen[["case", "at"]], *edges]).sort_values(["case", "at"])
    moments["clock"] = found.clock(moments["at"])
    return moments.groupby("case")["clock"].diff().groupby(moments["case"]).max()


def to_and_fro(values: pd.Series, case: pd.Series) -> pd.Series:
    """By case with a known value: whether it went from one to another and back, x, y, x."""
    known = values.notna()
    values, case = values[known], case[known]
    moved = values.ne(values.groupby(case).shift())
    values, case = values[moved], case[moved]
    back = values.eq(values.groupby(case).shift(2))
    return back.groupby(case).any()
