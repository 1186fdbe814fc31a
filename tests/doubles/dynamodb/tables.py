"""Tables and their indexes in memory: keys, entries, sizes, what each write costs, stream records.

Items are immutable once stored: a write replaces the whole item, so that a reader may hold on to one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tests.doubles.dynamodb.units import Consumed, write_units
from tests.doubles.dynamodb.values import Attribute, Item, Scalar, copied_item, invalid, item_size, number_text, scalar

Key = tuple[Scalar, ...]
"""The values of the key attributes, in the order of the key schema."""

MAX_ITEM_BYTES = 400 * 1024
_MAX_HASH_BYTES, _MAX_RANGE_BYTES = 2048, 1024


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index.

    Args:
        name: its name.
        keys: hash and, if it has one, range attribute.
        projection: "ALL", "KEYS_ONLY" or "INCLUDE".
        included: the non-key attributes of "INCLUDE".
    """

    name: str
    keys: tuple[str, ...]
    projection: str = "ALL"
    included: tuple[str, ...] = ()

    def entry(self, table_keys: tuple[str, ...], item: Item) -> Item | None:
        """What the index holds of an item; None when the item lacks one of the index's keys."""
        if any(name not in item for name in self.keys):
            return None
        if self.projection == "ALL":
            return item
        wanted = {*table_keys, *self.keys, *self.included}
        return {name: value for name, value in item.items() if name in wanted}

    def same(self, before: Item | None, after: Item | None) -> bool:
        """Whether a write certainly leaves the index as it is: a quick answer for the common case."""
        if before is None or after is None:
            return False
        shown = (*self.keys, *self.included)
        return self.projection != "ALL" and all(before.get(name) == after.get(name) for name in shown)

    def lacks(self, table_keys: tuple[str, ...], names: Iterable[str]) -> list[str]:
        """Which of these attributes the index does not hold."""
        if self.projection == "ALL":
            return []
        return sorted(set(names) - {*table_keys, *self.keys, *self.included})


@lru_cache(maxsize=65536)
def _spread(hash_value: Scalar) -> int:
    """Where in the order of a scan a hash key comes: unrelated to the order of keys, the same in every run."""
    return int.from_bytes(hashlib.blake2b(repr(hash_value).encode(), digest_size=4).digest())


@dataclass(slots=True)
class Table:
    """One table.

    Attributes:
        name: its name.
        keys: hash and, if it has one, range attribute.
        types: the types of all key attributes, of indexes too.
        indexes: by name.
        items: by key.
        stream: records of every change, None when the table has no stream.
        stale: the items as they were before the latest write of each; None unless stale reads are simulated.
    """

    name: str
    keys: tuple[str, ...]
    types: dict[str, str]
    indexes: dict[str, Index] = field(default_factory=dict)
    items: dict[Key, Item] = field(default_factory=dict)
    stream: list[dict[str, Any]] | None = None
    stale: dict[Key, Item | None] | None = None
    _sizes: dict[Key, int] = field(default_factory=dict)
    _partitions: dict[str, dict[Scalar, dict[Key, None]]] = field(default_factory=dict)
    _order: list[Key] | None = None
    _sequence: int = 0

    def __post_init__(self) -> None:
        self._partitions = {name: {} for name in ("", *self.indexes)}

    def key_of(self, attributes: Item, *, exact: bool = True) -> Key:
        """The key in normal form.

        Args:
            attributes: a request's Key, or with exact=False a whole item.
            exact: whether the key attributes must be all there is.

        Raises:
            Refused: ValidationException for a missing, surplus, mistyped, empty or too long key attribute.
        """
        if exact and len(attributes) != len(self.keys):
            raise invalid("The number of conditions on the keys is invalid")
        key = []
        for position, name in enumerate(self.keys):
            value = attributes.get(name)
            if value is None:
                if exact:
                    raise invalid("The provided key element does not match the schema")
                raise invalid(f"One or more parameter values were invalid: Missing the key {name} in the item")
            if self.types[name] not in value:
                if exact:
                    raise invalid("The provided key element does not match the schema")
                raise invalid(
                    f"One or more parameter values were invalid: Type mismatch for key {name} "
                    f"expected: {self.types[name]} actual: {next(iter(value))}"
                )
            key.append(_key_value(name, value, _MAX_RANGE_BYTES if position else _MAX_HASH_BYTES))
        return tuple(key)

    def key_item(self, key: Key) -> Item:
        """The key attributes of a key."""
        return {name: _attribute(self.types[name], value) for name, value in zip(self.keys, key, strict=True)}

    def check_storable(self, item: Item) -> None:
        """Refuses an item that is too large or whose index keys have the wrong type or are empty."""
        for index in self.indexes.values():
            for name in index.keys:
                value = item.get(name)
                if value is None:
                    continue
                if self.types[name] not in value:
                    raise invalid(
                        f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                        f"Expected: {self.types[name]} Actual: {next(iter(value))} IndexName: {index.name}"
                    )
                if value in ({"S": ""}, {"B": b""}):
                    raise invalid(
                        "One or more parameter values are not valid. A value specified for a secondary index key is "
                        f"not supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                        f"IndexName: {index.name}, IndexKey: {name}"
                    )

    def size(self, key: Key) -> int:
        """The bytes of the item with this key, 0 for none."""
        return self._sizes.get(key, 0)

    def write(self, key: Key, item: Item | None, size: int, consumed: Consumed, *, factor: int = 1) -> None:
        """Stores, replaces or (None) removes an item and counts the units.

        Args:
            key: the item's key.
            item: the item in normal form.
            size: its bytes.
            consumed: where the units are counted.
            factor: 2 in a transaction. Index entries are not part of a transaction and count once.
        """
        before = self.items.get(key)
        consumed.write(self.name, write_units(max(self.size(key), size)) * factor)
        if self.stale is not None:
            self.stale[key] = before
        if before is None and item is None:
            return
        self._file("", key, self.keys, before, item)
        for index in self.indexes.values():
            if index.same(before, item):
                continue
            old = index.entry(self.keys, before) if before is not None else None
            new = index.entry(self.keys, item) if item is not None else None
            if old != new:
                self._file(index.name, key, index.keys, old, new)
                consumed.write(f"{self.name}/{index.name}", _entry_units(index, old, new))
        if item is None:
            del self.items[key]
            del self._sizes[key]
        else:
            self.items[key] = item
            self._sizes[key] = size
        if (before is None) != (item is None):
            self._order = None
        if self.stream is not None and before != item:
            self._record(key, before, item)

    def _file(self, index: str, key: Key, names: tuple[str, ...], old: Item | None, new: Item | None) -> None:
        partitions = self._partitions[index]
        for entry, filed in ((old, False), (new, True)):
            if entry is None:
                continue
            partition = scalar(entry[names[0]])
            if filed:
                partitions.setdefault(partition, {})[key] = None
            elif (keys := partitions.get(partition)) is not None:
                keys.pop(key, None)
                if not keys:
                    del partitions[partition]

    def candidates(self, index: str, hash_value: Scalar) -> Iterable[Key]:
        """The keys of the items with this hash key, of the table ("") or of an index, in no order.

        With stale reads also those of items that may still be seen there.
        """
        keys = self._partitions[index].get(hash_value, {})
        return keys if self.stale is None else {**keys, **dict.fromkeys(self.stale)}

    def scan_order(self) -> list[Key]:
        """All keys in the order of a scan: by a hash of the hash key, then by range key."""
        if self._order is None:
            self._order = sorted({**self.items, **dict.fromkeys(self.stale or ())}, key=scan_position)
        return self._order

    def forget_order(self) -> None:
        """The order of a scan is worked out anew."""
        self._order = None

    def _record(self, key: Key, before: Item | None, after: Item | None) -> None:
        assert self.stream is not None
        self._sequence += 1
        change: dict[str, Any] = {
            "Keys": self.key_item(key),
            "SequenceNumber": f"{self._sequence:021d}",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        }
        if before is not None:
            change["OldImage"] = copied_item(before)
        if after is not None:
            change["NewImage"] = copied_item(after)
        name = "INSERT" if before is None else "REMOVE" if after is None else "MODIFY"
        self.stream.append(
            {"eventID": f"{self.name}-{self._sequence}", "eventName": name, "eventSource": "aws:dynamodb"}
            | {"dynamodb": change}
        )


def scan_position(key: Key) -> tuple[int, Key]:
    return (_spread(key[0]), key)


def in_segment(key: Key, segment: int, segments: int) -> bool:
    """Whether a key belongs to this segment of a parallel scan."""
    return _spread(key[0]) * segments >> 32 == segment


def _entry_units(index: Index, old: Item | None, new: Item | None) -> int:
    if old is not None and new is not None and all(old[name] == new[name] for name in index.keys):
        return write_units(max(item_size(old), item_size(new)))
    # A changed index key is a removal and an insertion.
    return sum(write_units(item_size(entry)) for entry in (old, new) if entry is not None)


def _key_value(name: str, value: Attribute, limit: int) -> Scalar:
    content = scalar(value)
    if isinstance(content, (str, bytes)):
        kind = "string" if isinstance(content, str) else "binary"
        if not content:
            raise invalid(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                f"an empty {kind} value. Key: {name}"
            )
        if len(content.encode() if isinstance(content, str) else content) > limit:
            part = "hashkey" if limit == _MAX_HASH_BYTES else "rangekey"
            raise invalid(
                f"One or more parameter values were invalid: Size of {part} has exceeded the maximum size limit of "
                f"{limit} bytes"
            )
    return content


def _attribute(kind: str, value: Scalar) -> Attribute:
    return {kind: number_text(value) if kind == "N" else value}
