"""The daily and weekly digest by mail: once a day at most, and tried again when the server was down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.mail import EmailMessage

from quipu.apps.accounts.mailing import Sender, is_mail_on, open_mail
from quipu.apps.accounts.models import Membership
from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import DigestSubscription
from quipu.apps.register.queries.approvals import waiting_records
from quipu.apps.register.queries.digests import (
    DigestContents,
    DueDigest,
    digest_contents,
    due_digests,
    reach_of,
    unsubscribed,
)
from quipu.apps.register.queries.reach import Reach
from quipu.apps.register.services.digest_words import digest_body, digest_subject


@dataclass(frozen=True, slots=True)
class WrittenDigest:
    """A digest as it is sent, or printed where there is no mail.

    Attributes:
        due: whose it is.
        subject: its subject; empty when there is nothing to tell.
        body: its text.
        fault: why it was not sent; empty when it was, or was not to be.
    """

    due: DueDigest
    subject: str = ""
    body: str = ""
    fault: str = ""

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.due.subscription.membership.user.email


@dataclass(frozen=True, slots=True)
class DigestRun:
    """What a run did.

    Attributes:
        sent: those sent.
        failed: those that the mail server did not take, for the next run.
        empty: how many had nothing to tell.
        without_address: how many people have no address.
        unsent: those written and not sent, for there is no mail server.
        recounted: how many counted values were brought up to the day.
    """

    sent: Sequence[WrittenDigest] = ()
    failed: Sequence[WrittenDigest] = ()
    empty: int = 0
    without_address: int = 0
    unsent: Sequence[WrittenDigest] = ()
    recounted: int = 0


def subscribe(*, membership: Membership, every: str) -> DigestSubscription:
    """Say how often a person wants the digest: `day`, `week` or `never`."""
    made, _ = DigestSubscription.objects.update_or_create(
        membership=membership, defaults={"every": DigestSubscription.Every(every)}
    )
    return made


def send_digests(*, on: date, institution: Institution | None = None, every: str = "") -> DigestRun:
    """Send the digests of a day, after the counts were brought up to it.

    Planners and focal points who never said how often they want one get it once a week. Running it again on the same
    day sends nothing twice; what failed is tried again.

    Args:
        on: the day.
        institution: only its people; everybody when None.
        every: only those who get one `day` by day, or `week` by week.
    """
    concerned = [institution] if institution else list(Institution.objects.all())
    recounted = sum(recount(item) for item in concerned)
    for membership in unsubscribed(institution):
        DigestSubscription.objects.get_or_create(membership=membership)
    due = due_digests(on, institution=institution, every=every)
    addressed = [item for item in due if item.subscription.membership.user.email]
    written = _write(addressed, on)
    told = [item for item in written if item.subject]
    if not is_mail_on():
        run = DigestRun(unsent=told)
    else:
        for item in written:
            if not item.subject:
                _claim(item.due, on)
        run = _send_all(told, on)
    return DigestRun(run.sent, run.failed, len(written) - len(told), len(due) - len(addressed), run.unsent, recounted)


def _write(due: Sequence[DueDigest], on: date) -> list[WrittenDigest]:
    """The text of each; people of the same reach are told the same, and it is asked for once."""
    known: dict[tuple[int, Reach | None, date], DigestContents] = {}
    written = []
    for item in due:
        membership = item.subscription.membership
        institution, reach = membership.institution, reach_of(membership)
        key = (institution.pk, reach, item.since)
        if key not in known:
            known[key] = digest_contents(institution, reach, on=on, since=item.since)
        contents = known[key]
        waiting = waiting_records(institution, on, membership=membership)
        if contents.is_empty and not waiting:
            written.append(WrittenDigest(item))
            continue
        body = digest_body(institution, contents, on=on, since=item.since, waiting=waiting)
        written.append(WrittenDigest(item, digest_subject(institution, contents, on, waiting), body))
    return written


def _send_all(written: Sequence[WrittenDigest], on: date) -> DigestRun:
    sent, failed = [], []
    with open_mail() as sender:
        for item in written:
            if not _claim(item.due, on):
                continue
            fault = _send(item, sender)
            if fault:
                _release(item.due, on)
                failed.append(WrittenDigest(item.due, item.subject, item.body, fault))
            else:
                sent.append(item)
    return DigestRun(sent, failed)


def _send(item: WrittenDigest, sender: Sender) -> str:
    return sender.send(EmailMessage(item.subject, item.body, to=[item.address]))


def _claim(due: DueDigest, on: date) -> bool:
    """Take a digest from other runs, so that two at once send it once."""
    mine = DigestSubscription.objects.filter(pk=due.subscription.pk, sent_for=due.subscription.sent_for)
    return mine.update(sent_for=on) == 1


def _release(due: DueDigest, on: date) -> None:
    """Give it back, for the next run to try."""
    DigestSubscription.objects.filter(pk=due.subscription.pk, sent_for=on).update(sent_for=due.subscription.sent_for)
