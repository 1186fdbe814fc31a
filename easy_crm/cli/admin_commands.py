"""`dlq`, `secret`, `users` and `reindex`: failed messages, the DeepSeek key, users, and the index."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from easy_crm.cli import console
from easy_crm.cli.options import Environment, Profile, deployed
from easy_crm.errors import CommandFailed

dlq = typer.Typer(help="Show or retry messages that failed five times.", no_args_is_help=True)
secret = typer.Typer(help="Store the DeepSeek key.", no_args_is_help=True)
users = typer.Typer(help="Manage who may sign in.", no_args_is_help=True)

Queue = Annotated[str | None, typer.Option(help="Only this queue, such as Batches.")]


@dlq.command("list")
def list_dead_letters(env: Environment, profile: Profile = None, queue: Queue = None) -> None:
    """List the messages in the dead-letter queues. Normally there are none: a function closes them."""
    from easy_crm.operations import dead_letters

    deployment = deployed(env, profile)
    for one in dead_letters.chosen(deployment, queue):
        console.say(f"{one.name}: {one.waiting} waiting, {one.taken} in flight")
        for letter in dead_letters.waiting(deployment, one):
            when = f"sent {letter.sent:%Y-%m-%d %H:%M:%S}, received {letter.received} times"
            console.say(f"  {letter.message_id}  {when}: {letter.about}")


@dlq.command("redrive")
def redrive_dead_letters(env: Environment, profile: Profile = None, queue: Queue = None) -> None:
    """Send the messages in the dead-letter queues back to their work queues, to be retried."""
    from easy_crm.operations import dead_letters

    deployment = deployed(env, profile)
    for one in dead_letters.chosen(deployment, queue):
        console.say(f"{one.name}: {dead_letters.redrive(deployment, one)} sent back")


@secret.command("set")
def set_secret(env: Environment, profile: Profile = None) -> None:
    """Store the DeepSeek key from DEEPSEEK_API_KEY, a prompt or standard input. Functions use it within 5 minutes.

    The value "none" removes the key; imports then map columns by rules alone.
    """
    from easy_crm.operations.deepseek_key import put_deepseek_key

    key = os.environ.get("DEEPSEEK_API_KEY") or _typed_key()
    deployment = deployed(env, profile)
    client = deployment.account.client("secretsmanager")
    changed = put_deepseek_key(client, deployment.output("DeepSeekSecretId"), key)
    console.say("The key is stored." if changed else "This key was stored already.")


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="The address to invite; it is also the user name.")],
    env: Environment,
    profile: Profile = None,
    group: Annotated[str, typer.Option(help="admin, member or viewer.")] = "member",
) -> None:
    """Invite a user, or move an existing user to another group."""
    from easy_crm.operations import users as invitations

    invited = invitations.add(deployed(env, profile), email, group)
    if not invited.is_new:
        console.say(f"{email} was a user already and is now in the group {group}.")
    elif invited.password:
        console.say(
            f"{email} is in the group {group}. The emulator sends no mail; the first password is {invited.password}"
        )
    else:
        console.say(f"{email} is in the group {group}. The invitation holds a password that is valid for a week.")


@users.command("export")
def export_users(
    file: Annotated[Path, typer.Argument(help="A new file, such as users.json.")],
    env: Environment,
    profile: Profile = None,
) -> None:
    """Write all users to a file: addresses, groups, and who is disabled. Cognito hands out no passwords."""
    from easy_crm.operations import user_backup

    deployment = deployed(env, profile)
    if file.exists():
        raise CommandFailed(f"{file} is there already.")
    console.say(f"{user_backup.export_users(deployment, file):,} users are in {file}")


@users.command("import")
def import_users(
    file: Annotated[Path, typer.Argument(help="A file that `users export` wrote.")],
    env: Environment,
    profile: Profile = None,
) -> None:
    """Invite the users of a file that are not there, in their groups. Changes nothing of those who are."""
    from easy_crm.operations import user_backup

    saved = user_backup.read_users(file)
    restored = user_backup.import_users(deployed(env, profile), saved)
    for one in restored:
        if one.password and one.user.enabled:
            console.say(f"{one.user.email}: the emulator sends no mail; the first password is {one.password}")
        if one.user.email is None:
            console.say(f"{one.user.called} has no address here, and so cannot be invited: invite them by hand.")
        elif one.user.is_from_provider and one.user.groups:
            console.say(
                f"{one.user.email} signs in at the identity provider and is a user once they have. Then: "
                f"./easy-crm users add {one.user.email} --group {one.user.groups[0]} --env {env}"
            )
    new = sum(one.is_new for one in restored)
    there = sum(one.user.can_be_invited and not one.is_new for one in restored)
    console.say(f"{new:,} users invited; {there:,} were there and are as they were.")


def reindex(env: Environment, profile: Profile = None) -> None:
    """Make the index of the leads anew from their table. Run it after restoring or editing the table by hand."""
    from easy_crm.operations.reindex import rebuild

    deployment = deployed(env, profile)
    console.say("The index is made anew. Until then, functions answer by the old one.")
    console.say(f"{rebuild(deployment):,} leads are in the index, those of the bin included.")


def _typed_key() -> str:
    key: str = typer.prompt("DeepSeek key", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    if not key.strip():
        raise CommandFailed("No key given. Set DEEPSEEK_API_KEY, type the key at the prompt, or pipe it in.")
    return key
