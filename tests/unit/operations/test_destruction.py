"""An environment is taken out of its account: in an order that loses nothing too early, and until nothing is left."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from easy_crm.config import EnvironmentConfig
from easy_crm.errors import CommandFailed
from easy_crm.operations.destruction import Destruction
from easy_crm.operations.leftovers import Left, Leftovers
from tests.unit.operations.account_to_leave import STATE, AccountToLeave


def ignore(_text: str) -> None:
    """Hears no report."""


def destroy(aws: AccountToLeave, config: EnvironmentConfig | None = None) -> list[str]:
    destruction = Destruction(aws.deployment(config), ignore, Leftovers(aws.deployment().account, pause_s=0))
    destruction.require_something()
    destruction.delete_functions()
    return destruction.delete_data()


def test_nothing_is_left_but_what_aws_deletes_later() -> None:
    aws = AccountToLeave()
    stays = destroy(aws)
    assert (aws.stacks, aws.resources) == ([], {})
    assert [one for one in stays if "leads" in one] == [
        "the last backup of the table leads, which DynamoDB deletes after 35 days"
    ]
    assert [one for one in stays if "KMS" in one] == [
        "the key key, which KMS deletes on 2026-12-04",
        "the key topickey, which KMS deletes on 2026-12-24",
    ]
    assert any("CDKToolkit" in one for one in stays)


SHARED = ["CDKToolkit", "easy-crm-deployment-1", "API Gateway", "AWSServiceRoleFor", "metrics"]


def test_all_that_stays_is_named() -> None:
    stays = destroy(AccountToLeave())
    assert [what for what in SHARED if not any(what in one for one in stays)] == []
    assert not [one for one in stays if "AWSWAF-LOGS" in one or "easy-crm/" in one]

    config = EnvironmentConfig(
        name="dev", web_firewall=True, identity_provider="Acme", oidc_client_secret="easy-crm/dev/oidc"
    )
    further = set(destroy(AccountToLeave(), config)) - set(stays)
    assert [what for what in ("AWSWAF-LOGS", "easy-crm/dev/oidc") if not any(what in one for one in further)] == []
    assert len(further) == 2


def test_each_stack_goes_before_those_that_it_uses_and_no_data_goes_with_the_functions() -> None:
    aws = AccountToLeave()
    destruction = Destruction(aws.deployment(), ignore)
    destruction.delete_functions()
    assert aws.done == ["stack monitoring", "stack frontend", "stack api", "stack processing"]
    assert set(STATE) <= set(aws.resources)
    assert (aws.objects["work"], aws.objects["site"]) == (5, 0)


def test_keys_go_after_what_they_encrypt_and_access_logs_after_what_they_are_about() -> None:
    aws = AccountToLeave()
    destroy(aws)
    deleted = [name for name in aws.done if name in STATE]
    assert deleted[-2:] == ["accesslogs", "key"]
    assert set(deleted) == set(STATE)


def test_logs_that_services_made_go_and_those_of_others_stay() -> None:
    aws = AccountToLeave()
    destroy(aws)
    assert aws.log_groups == {"/aws/lambda/worker-of-others"}


def test_a_run_that_broke_off_is_taken_up_where_it_stopped() -> None:
    """The stacks are gone, and what they retained is there."""
    aws = AccountToLeave()
    destruction = Destruction(aws.deployment(), ignore)
    destruction.delete_functions()
    aws.protected.discard("storage")
    aws.objects.update(work=0, accesslogs=0)
    aws.delete_stack("easy-crm-dev-storage")
    again = Destruction(aws.deployment(), ignore)
    assert not again.has_data
    destroy(aws)
    assert aws.resources == {}


def test_a_stack_whose_creation_failed_has_no_data_and_goes_too() -> None:
    aws = AccountToLeave(complete=None)
    assert not Destruction(aws.deployment(), ignore).has_data
    destroy(aws)
    assert (aws.stacks, aws.resources) == ([], {})


def test_a_stack_that_cannot_be_deleted_keeps_the_data() -> None:
    aws = AccountToLeave(stuck="processing")
    with pytest.raises(CommandFailed, match=r"easy-crm-dev-processing could not be deleted.*events --env dev"):
        destroy(aws)
    assert set(STATE) <= set(aws.resources)
    assert aws.protected == {"storage", "leads", "pool"}


def test_an_environment_that_was_never_deployed_is_said_to_be_so() -> None:
    aws = AccountToLeave(stacks=[])
    with pytest.raises(CommandFailed, match="Not deployed: easy-crm-dev-storage"):
        destroy(aws)
    assert set(STATE) <= set(aws.resources)


def test_a_bucket_that_fills_again_is_emptied_again() -> None:
    aws = AccountToLeave(refills={"accesslogs": 3})
    destroy(aws)
    assert "accesslogs" not in aws.resources


def test_a_bucket_that_never_stays_empty_is_an_error() -> None:
    aws = AccountToLeave(refills={"accesslogs": 99})
    with pytest.raises(ClientError, match="BucketNotEmpty"):
        Leftovers(aws.deployment().account, pause_s=0).delete(Left("AWS::S3::Bucket", "accesslogs"))


@pytest.mark.parametrize("type_", sorted({*STATE.values()}))
def test_what_is_gone_already_is_no_error(type_: str) -> None:
    assert Leftovers(AccountToLeave().deployment().account).delete(Left(type_, "gone")) is None
