"""The step of a workflow that an entity's own administrators take: they approve what their editors send, and nobody else's."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from content.reach import reach_of


class EntityApproval(Task):
    """For records with `entity`; who publishes for that entity approves."""

    class Meta:
        verbose_name = _("approval by the entity")
        verbose_name_plural = _("approvals by the entity")

    @classmethod
    def get_description(cls) -> Any:
        return _("Administrators of the entity that a record belongs to approve it")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return obj.entity_id in reach_of(user).publishes

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is being looked at stays as it was sent."""
        return not self.user_can_access_editor(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.user_can_access_editor(obj, user):
            return []
        return [
            ("reject", _("Return for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [
            each.pk
            for each in waiting
            if getattr(each.workflow_state.content_object, "entity_id", None) in reach_of(user).publishes
        ]
        return TaskState.objects.filter(pk__in=mine)
