"""Mutations of what bundles hold, of how an environment ends, and of the backup of users."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_COMPILERS = ("tests/infra/test_same_everywhere.py::test_another_compiler_makes_other_code_and_other_layers",)
_UMASK = ("tests/infra/test_same_everywhere.py::test_everybody_may_read_a_bundle_whatever_the_umask",)
_DESTROY = ("tests/unit/cli/test_destroy.py",)
_DESTRUCTION = ("tests/unit/operations/test_destruction.py",)
_USERS = ("tests/unit/operations/test_user_backup.py",)

LEAVING = (
    Mutation(
        "bundle-digest-forgets-what-compiled-it",
        "easy_crm/bundling/bundler.py",
        '{sources} {self.target.python} {self._compiler.name}"',
        '{sources} {self.target.python}"',
        "A bundle's digest names its bytecode.",
        _COMPILERS,
    ),
    Mutation(
        "bundle-keeps-the-umask-of-its-maker",
        "easy_crm/bundling/folders.py",
        "path.chmod(0o755 if path.is_dir() else 0o644)",
        "path.touch()",
        "Lambda can read every file of a bundle, wherever it was made.",
        _UMASK,
    ),
    Mutation(
        "bundle-layers-take-what-pip-resolves",
        "easy_crm/bundling/layers.py",
        '"--no-compile", "--no-deps",',
        '"--no-compile",',
        "A layer holds what its file lists, whichever Python runs pip.",
        ("tests/infra/test_layers.py::test_a_layer_holds_its_packages_without_tests_stubs_and_notes",),
    ),
    Mutation(
        "destroy-deletes-before-it-exports",
        "easy_crm/cli/destroy_command.py",
        "    destruction.delete_functions()\n",
        "    destruction.delete_functions()\n    destruction.delete_data()\n",
        "Data go after their export, and only if it has succeeded.",
        _DESTROY,
    ),
    Mutation(
        "destroy-takes-any-word-for-the-name",
        "easy_crm/cli/destroy_command.py",
        "if yes != env:",
        "if not yes:",
        "Who destroys an environment names it a second time.",
        _DESTROY,
    ),
    Mutation(
        "destroy-forgets-what-deleted-stacks-retain",
        "easy_crm/operations/destruction.py",
        "self._deleted | set(self._of_deleted_stacks())",
        "self._deleted",
        "A run that broke off is taken up where it stopped.",
        _DESTRUCTION,
    ),
    Mutation(
        "destroy-begins-with-what-others-use",
        "easy_crm/operations/destruction.py",
        "for part in reversed(PARTS):",
        "for part in PARTS:",
        "Each stack goes before those that it uses.",
        _DESTRUCTION,
    ),
    Mutation(
        "users-import-enables-who-was-disabled",
        "easy_crm/operations/user_backup.py",
        "if not user.enabled:",
        "if user.enabled and not user.groups:",
        "Who was disabled stays so (6).",
        _USERS,
    ),
    Mutation(
        "users-import-changes-who-is-there",
        "easy_crm/operations/user_backup.py",
        "if invited.is_new:",
        "if user.groups or invited.is_new:",
        "An old file takes back nothing that was decided since (6).",
        _USERS,
    ),
)
