"""Checks for leftovers of web pages around an article."""

from __future__ import annotations

from corpus_qa.checks.chrome import (
    advertisement,
    app_prompt,
    byline_stub,
    caption_credit,
    code_leftover,
    comments,
    cookie_banner,
    correction,
    footer,
    login,
    media_placeholder,
    navigation_run,
    newsletter,
    paywall,
    related_links,
    repeated_line,
    share_bar,
    syndication,
    tag_list,
    teaser_list,
    ticker,
)
from corpus_qa.model import Check

CHECKS: tuple[Check, ...] = (
    share_bar.CHECK,
    related_links.CHECK,
    newsletter.CHECK,
    cookie_banner.CHECK,
    paywall.CHECK,
    login.CHECK,
    app_prompt.CHECK,
    advertisement.CHECK,
    comments.CHECK,
    footer.CHECK,
    ticker.CHECK,
    tag_list.CHECK,
    media_placeholder.CHECK,
    caption_credit.CHECK,
    byline_stub.CHECK,
    syndication.CHECK,
    correction.CHECK,
    code_leftover.CHECK,
    navigation_run.CHECK,
    teaser_list.CHECK,
    repeated_line.CHECK,
)
