"""What is no customer's doing in a web log, by declared rules: programs, static files, probes.

Patterns of RE2, met in any case of letters; `bots:`, `static:` and `probes:` of a source stand in
their place.
"""

from __future__ import annotations

import duckdb

from pipelines.project_file import Section

_PROGRAMS = (
    # "cubot" is a phone
    r"(?:^|[^u])bot|crawl|spider|slurp|scrapy|nutch|archiver|ezooms|site ?explorer",
    r"headless|phantomjs|selenium|puppeteer|playwright|lighthouse|gtmetrix|ptst/",
    r"monitor|pingdom|uptime|health.?check|googlehc|kube-probe|prometheus",
    r"scanner|masscan|zgrab|nikto|nmap|sqlmap|validator|link.?(?:check|sleuth)",
    # readers of feeds, alone or for their subscribers
    r"feed ?(?:fetch|burner|parser|bin|press|valid)|feedly|[a-z]feed/|rss/\d|simplepie|liferea",
    r"newsify|\d (?:subscriber|reader)s?\b|livejournal\.com",
    r"fetch(?:er)?[/ ;]|external(?:hit|agent)|preview|google favicon|imageproxy|embed\.?ly",
    r"chatgpt|anthropic|perplexity",
    # whoever names a page or a mailbox for questions is a program
    r"\+ ?https?:|[(;] ?https?://|\d https?://|@[a-z0-9-]+\.",
    r"curl/|wget/|libfetch|libwww-perl|lwp::|perl/|php/|^java/|^ruby|^python|python-(?:requests|urllib)",
    r"go-http-client|httpclient|http_request|axios/|node-fetch|guzzle|indy library|postman",
    r"chef client|puppet|ansible|portscout|distilator|binlar|protocol discovery",
)
BOTS = "|".join(_PROGRAMS)
"""User agents that are programs."""
STATIC = (
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|bmp|ico|woff2?|ttf|otf|eot)$|/robots\.txt$"
)
"""Paths of what a page brings along, and of the file that only programs read."""
PROBES = (
    r"^/(?:healthz?|health[-_]?check|livez|readyz|nginx_status|server-status)/?$"
    r"|^/(?:\.env|\.git/|\.aws/|cgi-bin/|phpmyadmin|xmlrpc\.php|wp-login\.php|vendor/phpunit)"
)
"""Paths that say only that a server lives, or that somebody looks for a hole in it."""


def read_pattern(section: Section, key: str, default: str) -> str:
    """The pattern under a key; one that cannot be read is a mistake of the file."""
    text = section.text(key) or default
    if text == default:
        return default
    try:
        # a connection of its own: the tasks of a run read the project at the same time
        with duckdb.connect() as connection:
            connection.execute("select regexp_matches('', $1)", [text]).fetchall()
    except duckdb.Error as error:
        reason = str(error).split("\n", maxsplit=1)[0].removeprefix("Invalid Input Error: ")
        section.wrong(key, f"{key}: is no pattern of RE2 ({reason}); {text!r} was found")
        return default
    return text
