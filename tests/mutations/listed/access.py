"""Mutations of who may see and change what, and of what is logged (promise 6)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_IMPORT_API = "lambda_src/crm/handlers/import_api.py"
_GROUPS = ("tests/unit/api/test_access.py",)
_UPLOADS = ("tests/unit/imports/test_upload_form.py",)
_LOGS = ("tests/unit/imports/test_logs.py",)
_PEOPLE = ("tests/unit/accounts/test_people.py",)

ACCESS = (
    Mutation(
        "access-refresh-tokens-stay-good",
        "easy_crm/constructs/users.py",
        "            refresh_token_rotation_grace_period=cdk.Duration.seconds(60),\n",
        "",
        "A refresh token is good for one renewal (6).",
        ("tests/infra/test_state.py::test_a_refresh_token_is_good_for_one_renewal",),
    ),
    Mutation(
        "access-token-passes-for-an-id-token",
        "lambda_src/crm/api/auth.py",
        ' or claims.get("token_use", "id") != "id"',
        "",
        "Only an id token says who somebody is (6).",
        ("tests/unit/api/test_auth.py",),
    ),
    Mutation(
        "access-users-without-a-group-are-viewers",
        "lambda_src/crm/users.py",
        "default=0)",
        "default=1)",
        "A user without a group may do nothing (6).",
        _GROUPS,
    ),
    Mutation(
        "access-rows-for-users-without-a-group",
        _IMPORT_API,
        ") -> ImportRowPage:\n    api.user()",
        ") -> ImportRowPage:",
        "A user without a group sees no row of an import (6).",
        _GROUPS,
    ),
    Mutation(
        "access-report-for-users-without-a-group",
        _IMPORT_API,
        "def get_rejected_rows(import_id: str) -> Response[str]:\n    api.user()",
        "def get_rejected_rows(import_id: str) -> Response[str]:",
        "A user without a group sees no rejected row (6).",
        _GROUPS,
    ),
    Mutation(
        "people-the-last-admin-goes",
        "lambda_src/crm/accounts/administration.py",
        "if not any(one.governs for one in self._directory.all()):",
        "if False:",
        "An admin who may sign in is always left (6).",
        _PEOPLE,
    ),
    Mutation(
        "people-a-former-admin-promotes-themselves",
        "lambda_src/crm/accounts/administration.py",
        "if not any(one.governs and one.account_id == self._user.id for one in accounts):",
        "if not accounts:",
        "Who is no admin any more changes no user, whatever the token says (6).",
        _PEOPLE,
    ),
    Mutation(
        "access-viewers-edit",
        "lambda_src/crm/handlers/lead_api.py",
        'user = api.user("member")\n    version',
        "user = api.user()\n    version",
        "A viewer reads and changes nothing (6).",
        _GROUPS,
    ),
    Mutation(
        "access-imports-of-others",
        "lambda_src/crm/users.py",
        'self.rank >= RANKS["member"] and self.id == owner_id',
        'self.rank >= RANKS["member"]',
        "Imports are controlled by their owner or an admin (6).",
        ("tests/unit/imports/test_control.py",),
    ),
    Mutation(
        "access-exports-of-others",
        "lambda_src/crm/handlers/lead_exporter.py",
        "if found is None or not (user.is_admin or found[0].owner_id == user.id):",
        "if found is None:",
        "An export is for the person who asked for it, and for admins (6).",
        ("tests/unit/query/test_exports.py::test_only_its_owner_and_an_admin_can_download_an_export",),
    ),
    Mutation(
        "access-edits-of-what-was-not-seen",
        "lambda_src/crm/leads/editing.py",
        "if version is not None and version != version_of(state):",
        "if False:",
        "An edit of what somebody has changed since is refused (2).",
        ("tests/unit/leads/test_editing.py",),
    ),
    Mutation(
        "access-protection-of-what-was-not-seen",
        "lambda_src/crm/leads/reading.py",
        "seen = [(path, held.text, held.label, held.is_protected) for",
        "seen = [(path, held.text, held.label) for",
        "An edit that replaces a protection which somebody has set since is refused (2).",
        ("tests/unit/leads/test_editing.py",),
    ),
    Mutation(
        "upload-form-without-a-limit",
        "lambda_src/crm/imports/uploads.py",
        'Conditions=[["content-length-range", 0, max_bytes]],',
        "Conditions=[],",
        "S3 itself enforces the size of an upload (6).",
        _UPLOADS,
    ),
    Mutation(
        "upload-of-any-announced-size",
        "lambda_src/crm/handlers/file_upload.py",
        "if file.size > settings.max_upload_bytes:",
        "if False:",
        "A file that is too large is refused before it is uploaded (3).",
        _UPLOADS,
    ),
    Mutation(
        "upload-in-pieces",
        "lambda_src/crm/imports/uploads.py",
        "multipart_threshold=sys.maxsize",
        "multipart_threshold=8 * 2**20",
        "A large file is read as it is in the emulator too (7).",
        ("tests/unit/imports/test_uploads.py",),
    ),
    Mutation(
        "log-names-of-files",
        "lambda_src/crm/handlers/lead_splitter.py",
        'logger.info("file read", ',
        'logger.info("file read", file=result.file_name if result else "", ',
        "Logs hold nothing that people have sent (6).",
        _LOGS,
    ),
    Mutation(
        "log-texts-of-errors",
        "lambda_src/crm/log_safe.py",
        '"error_type": type(error).__name__',
        '"error_type": str(error)',
        "Texts of errors may hold personal data and are not logged (6).",
        ("tests/unit/api/test_defects.py",),
    ),
    Mutation(
        "answers-are-cached",
        "lambda_src/crm/api/resolver.py",
        'answer.headers["Cache-Control"] = "no-store"',
        "pass",
        "No cache keeps an answer (6).",
        ("tests/unit/api/test_auth.py",),
    ),
    Mutation(
        "model-sees-values",
        "lambda_src/crm/mapping/decision.py",
        "masked_samples(column.values),",
        "tuple(column.values[:3]),",
        "The model gets headers and masked samples, never values (4).",
        ("tests/unit/mapping/test_decision.py",),
    ),
)
