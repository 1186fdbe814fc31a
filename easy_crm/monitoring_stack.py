"""The dashboard, the alarms, and the budget."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from easy_crm.api_stack import ApiStack
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.app_stack import AppStack
from easy_crm.constructs.monitoring import Monitoring
from easy_crm.nag import acknowledge
from easy_crm.processing_stack import ProcessingStack
from easy_crm.storage_stack import StorageStack


class MonitoringStack(AppStack):
    """Monitors the other stacks; none depends on it.

    Args:
        config: the environment.
        storage: the stack that holds state.
        processing: the stack with the functions behind the queues.
        api: the stack with the API and its functions.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        storage: StorageStack,
        processing: ProcessingStack,
        api: ApiStack,
    ) -> None:
        super().__init__(scope, id, config=config, summary="dashboard and alarms")
        topic = self._topic()
        tables = {
            "leads": storage.leads,
            "imports": storage.imports,
            "mappings": storage.mappings,
            "changes": storage.changes,
        }
        watch = Monitoring(self, "Monitoring", config=config, topic=topic, dashboard=self.regional_name)
        watch.watch_imports(tables)
        queues = {
            "intake": storage.intake,
            "batches": storage.batches,
            "exports": storage.exports,
            "index": storage.index,
        }
        watch.watch_failures([*processing.consumers, *api.consumers], queues)
        watch.watch_api(api.api.rest_api)
        watch.watch_queues(queues)
        watch.watch_functions(
            [*processing.functions, *api.functions], unattended=[*processing.functions, *api.consumers]
        )
        watch.watch_tables(tables)
        if config.monthly_budget_usd and not config.is_local:
            self._budget(config.monthly_budget_usd)
        cdk.CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)
        cdk.CfnOutput(self, "DashboardName", value=self.regional_name)

    def _topic(self) -> sns.Topic:
        """The topic of all alarms.

        It has a key of its own: CloudWatch may not publish to a topic that is encrypted with AWS's key for SNS.
        """
        key = kms.Key(
            self,
            "AlarmKey",
            description=f"Easy CRM {self._config.name}: what alarms say",
            enable_key_rotation=True,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsArePublished",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
            )
        )
        topic = sns.Topic(
            self, "Alarms", display_name=f"Easy CRM {self._config.name}", master_key=key, enforce_ssl=True
        )
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsArePublished",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if self._config.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(self._config.alarm_email))
            acknowledge(
                topic,
                "Serverless-SNSRedrivePolicy",
                "Nobody reads a queue of emails that could not be delivered; the alarm also shows on the dashboard.",
            )
        return topic

    def _budget(self, dollars: int) -> None:
        """Warns at 80 % of the budget, and when the forecast for the month exceeds it."""
        subscriber = budgets.CfnBudget.SubscriberProperty(
            address=str(self._config.alarm_email), subscription_type="EMAIL"
        )
        budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=self.regional_name,
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=dollars, unit="USD"),
                # Filters by the tag, once `environment` is activated as a cost allocation tag.
                cost_filters={"TagKeyValue": [f"user:environment${self._config.name}"]},
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        notification_type=kind,
                        comparison_operator="GREATER_THAN",
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[subscriber],
                )
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        )
