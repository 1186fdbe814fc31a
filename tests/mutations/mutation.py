"""A mutation: one small change of a source file that breaks a promise, and the tests that have to notice."""

from __future__ import annotations

from dataclasses import dataclass


class StaleMutationError(ValueError):
    """The text that a mutation replaces is not in its file, or is there more than once."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One small change of a source file.

    Args:
        name: in kebab case; says what the changed code does wrong.
        file: that is changed, from the project's folder.
        text: what is replaced; the file has it exactly once.
        instead: what stands there then.
        breaks: the rule that holds no more, and its promise (docs/promises.md).
        tests: files of tests, or single ones as `file::test`, of which at least one has to fail.
    """

    name: str
    file: str
    text: str
    instead: str
    breaks: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str:
        """The changed text of the file.

        Raises:
            StaleMutationError: if the change does not fit the file any more.
        """
        found = source.count(self.text)
        if found != 1:
            raise StaleMutationError(f"{self.name}: {self.file} has {self.text!r} {found} times instead of once")
        return source.replace(self.text, self.instead)
