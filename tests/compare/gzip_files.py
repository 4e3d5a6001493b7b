"""Our gzip reader beside zlib on generated files, sound and damaged: the same bytes, or both refuse.

    python3 tests/compare/gzip_files.py [number of sound files, 5000] [seed, 1]

zlib (zlib.decompressobj in gzip mode) unpacks one member and checks its header and trailer; here it
is called again for the next, after zeros, as Python's gzip does, which must agree on sound files. A
file is made by zlib in all its settings, or header and members are put together here. Each is also
damaged ten times, in half of the cases with the trailer set right again. Everything goes through
the ignored test of tests/formats/gzip.rs. Needs nothing but Python's standard library.
"""

import gzip
import os
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STREAMS = ROOT / "out" / "compare-gzip" / "streams.bin"
DAMAGES = 10
BATCH = 2000  # sound files that are kept in memory at once

STRATEGIES = [
    zlib.Z_DEFAULT_STRATEGY,
    zlib.Z_FILTERED,
    zlib.Z_HUFFMAN_ONLY,
    zlib.Z_RLE,
    zlib.Z_FIXED,
]
FLUSHES = [zlib.Z_NO_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH, zlib.Z_BLOCK]


def content(dice):
    """Bytes of some kind: text, noise, runs, a short period, few different ones."""
    length = dice.choice([0, 1, 5, 40, 300, 3000, 40000])
    length = dice.randint(0, length)
    kind = dice.randrange(5)
    if kind == 0:
        words = [b"layer", b"weight", b"delta", b"error", b"the", b"of"]
        return b" ".join(dice.choices(words, k=length // 5 + 1))[:length]
    if kind == 1:
        return dice.randbytes(length)
    if kind == 2:
        runs = (bytes([dice.randrange(256)]) * dice.randint(1, 600) for _ in range(length // 300 + 1))
        return b"".join(runs)[:length]
    if kind == 3:
        return (dice.randbytes(dice.randint(1, 300)) * (length + 1))[:length]
    # As frequent as the Fibonacci numbers, so that codes become long.
    weights = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181]
    return bytes(dice.choices(range(len(weights)), weights, k=length))


def deflated(dice, data):
    """The DEFLATE stream of `data`, in any setting, flushed in between."""
    level, memory = dice.randint(0, 9), dice.randint(1, 9)
    packer = zlib.compressobj(
        level, zlib.DEFLATED, -dice.randint(9, 15), memory, dice.choice(STRATEGIES)
    )
    stream = b""
    while data and dice.random() < 0.6:
        size = dice.randint(1, len(data))
        stream += packer.compress(data[:size]) + packer.flush(dice.choice(FLUSHES))
        data = data[size:]
    return stream + packer.compress(data) + packer.flush()


def header(dice):
    flags = dice.choice([0, 0, 8, 16, 4, 2, 1, dice.randrange(32)])
    head = bytes([0x1F, 0x8B, 8, flags]) + dice.randbytes(4) + bytes([dice.choice([0, 2, 4]), 3])
    if flags & 4:
        extra = dice.randbytes(dice.choice([0, 3, 300]))
        head += struct.pack("<H", len(extra)) + extra
    for flag in (8, 16):
        if flags & flag:
            head += dice.randbytes(dice.choice([0, 5, 200])).replace(b"\0", b"x") + b"\0"
    if flags & 2:
        head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    return head


def trailer(data):
    return struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def member(dice):
    """Header, body, trailer; and what it holds."""
    data = content(dice)
    return [header(dice), deflated(dice, data), trailer(data)], data


def damaged(dice, parts):
    """A copy with one to three small damages to the header, the body or all of it."""
    head, body, tail = parts
    where = dice.choice(["header", "body", "body", "all"])
    stream = bytearray({"header": head, "body": body, "all": head + body + tail}[where])
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(stream)) if stream else 0
        kind = dice.randrange(6)
        if kind == 0:
            del stream[place:]
        elif kind == 1:
            stream.insert(place, dice.randrange(256))
        elif kind == 2 and stream:
            del stream[place]
        elif stream:
            stream[place % len(stream)] ^= 1 << dice.randrange(8)
    if where == "all":
        return bytes(stream) + dice.choice([b"", b"", b"\0\0", b"garbage", b"\x1f", b"\x1f\x8b"])
    if where == "header":
        return bytes(stream) + body + tail
    if dice.random() < 0.5:
        tail = repaired(bytes(stream)) or tail
    return head + bytes(stream) + tail


def repaired(body):
    """The trailer of what a body holds, if it is sound."""
    unpacker = zlib.decompressobj(-15)
    try:
        data = unpacker.decompress(body)
    except zlib.error:
        return None
    return trailer(data) if unpacker.eof else None


def unpacked(file):
    """What zlib finds in all members; None if one of them is damaged."""
    data = b""
    while True:
        unpacker = zlib.decompressobj(31)
        try:
            data += unpacker.decompress(file)
        except zlib.error as error:
            return without_header_crc(data, file) if "header crc" in str(error) else None
        if not unpacker.eof:
            return None
        file = unpacker.unused_data.lstrip(b"\0")
        if not file:
            return data


def without_header_crc(data, file):
    """The same where the checksum of a header is wrong, which Python's gzip, as we, does not ask for."""
    try:
        return data + gzip.decompress(file)
    except (OSError, EOFError, zlib.error):
        return None


def ours(files):
    """What our reader answers to each file: the content, or None and the error."""
    STREAMS.parent.mkdir(parents=True, exist_ok=True)
    STREAMS.write_bytes(b"".join(struct.pack("<I", len(file)) + file for file in files))
    command = ["cargo", "test", "--offline", "--quiet", "--test", "formats", "gzip::", "--", "--ignored"]
    variables = {**os.environ, "GZIP_STREAMS": str(STREAMS)}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"compare: unpacking failed:\n{done.stdout}{done.stderr}")
    found = STREAMS.with_suffix(".unpacked").read_bytes()
    answers, at = [], 0
    while at < len(found):
        sound, length = struct.unpack_from("<?I", found, at)
        answer = found[at + 5 : at + 5 + length]
        answers.append((answer, "") if sound else (None, answer.decode()))
        at += 5 + length
    return answers


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sound, refused, accepted, different = 0, 0, 0, 0
    for start in range(0, count, BATCH):
        files = []
        for _ in range(min(BATCH, count - start)):
            made = [member(dice) for _ in range(dice.choice([1, 1, 1, 2, 3]))]
            padding = [bytes(dice.choice([0, 0, 1, 511])) for _ in made]
            whole = b"".join(b"".join(parts) + zeros for (parts, _), zeros in zip(made, padding))
            expected = b"".join(data for _, data in made)
            if not gzip.decompress(whole) == unpacked(whole) == expected:
                sys.exit("compare: Python's gzip, zlib and the content differ")
            files.append((whole, True))
            files += [(damaged(dice, made[0][0]), False) for _ in range(DAMAGES)]
        for (file, is_sound), (answer, error) in zip(files, ours([file for file, _ in files])):
            expected = unpacked(file)
            sound += is_sound
            refused += not is_sound and expected is None
            accepted += not is_sound and expected is not None
            if answer != expected:
                different += 1
                theirs = "refuses" if expected is None else f"finds {len(expected)} bytes"
                found = error or f"{len(answer)} bytes"
                print(f"{file[:40].hex()}... ({len(file)} bytes): zlib {theirs}, ours: {found}")
    print(f"{sound} sound files: the same bytes as Python's gzip and zlib {zlib.ZLIB_RUNTIME_VERSION}")
    print(f"{refused} damaged files that zlib refuses, {accepted} that it accepts")
    print(f"{different} answers differ")
    if different:
        sys.exit(1)


if __name__ == "__main__":
    main()
