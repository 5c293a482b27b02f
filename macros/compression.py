"""The compression of VBA projects: MS-OVBA 2.4.1. Only what a writer needs."""

from __future__ import annotations

import struct
from collections import defaultdict

CHUNK = 4096
"""Bytes that one chunk holds before it is compressed."""

_SIGNATURE = b"\x01"
_LEAST_COPY = 3
_COMPRESSED, _RAW = 0xB000, 0x3000
_HEADER = struct.Struct("<H")


def compressed(content: bytes) -> bytes:
    """A stream's content as a CompressedContainer (MS-OVBA 2.4.1.1.1).

    Raises:
        ValueError: its last, short chunk cannot be made smaller. The format pads such a chunk with zero bytes, so it
            would not come out as it went in. Texts never meet this.
    """
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    return _SIGNATURE + b"".join(_compressed_chunk(chunk) for chunk in chunks)


def _compressed_chunk(chunk: bytes) -> bytes:
    """A chunk with its header (MS-OVBA 2.4.1.3.7), whose size counts from the header's own start, less three."""
    body = _token_sequences(chunk)
    if len(body) <= CHUNK:
        return _HEADER.pack(_COMPRESSED | (len(body) + _HEADER.size - 3)) + body
    if len(chunk) < CHUNK:
        raise ValueError(f"{len(chunk)} bytes at the end of a stream cannot be compressed")
    return _HEADER.pack(_RAW | (CHUNK + _HEADER.size - 3)) + chunk


def _token_sequences(chunk: bytes) -> bytes:
    """The chunk as TokenSequences (MS-OVBA 2.4.1.1.7): a byte of flags, then up to eight tokens."""
    body = bytearray()
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    noted = position = 0
    while position < len(chunk):
        flags = 0
        tokens = bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            while noted < position:
                seen[chunk[noted : noted + _LEAST_COPY]].append(noted)
                noted += 1
            offset, length = _longest_match(chunk, position, seen)
            if length:
                flags |= 1 << bit
                tokens += _copy_token(position, offset, length)
                position += length
            else:
                tokens.append(chunk[position])
                position += 1
        body.append(flags)
        body += tokens
    return bytes(body)


def _longest_match(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back the longest repetition begins and how long it is; 0, 0 without one (MS-OVBA 2.4.1.3.19.4).

    Of two that are equally long the nearer one is taken.
    """
    _, most = _copy_token_shape(position)
    most = min(most, len(chunk) - position)
    offset = length = 0
    # a list is made only of three bytes that do occur there; the end of the chunk may hold fewer
    for candidate in reversed(seen.get(chunk[position : position + _LEAST_COPY], [])):
        count = _LEAST_COPY
        while count < most and chunk[candidate + count] == chunk[position + count]:
            count += 1
        if length < count <= most:
            offset, length = position - candidate, count
            if length == most:
                break
    return offset, length


def _copy_token(position: int, offset: int, length: int) -> bytes:
    """A CopyToken (MS-OVBA 2.4.1.3.19.3): the offset in its upper bits, the length in its lower ones."""
    offset_bits, _ = _copy_token_shape(position)
    return _HEADER.pack(((offset - 1) << (16 - offset_bits)) | (length - _LEAST_COPY))


def _copy_token_shape(position: int) -> tuple[int, int]:
    """How many bits of a CopyToken are its offset, and the greatest length (MS-OVBA 2.4.1.3.19.1)."""
    offset_bits = max(4, (position - 1).bit_length())
    return offset_bits, (0xFFFF >> offset_bits) + _LEAST_COPY
