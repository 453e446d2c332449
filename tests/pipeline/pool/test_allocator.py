"""What is freed within the heap comes back to the system."""

import subprocess
import sys

PROGRAM = """
from pathlib import Path
from pipeline.pool.allocator import EVERY, return_memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

pieces = [bytearray(100_000) for _ in range(1000)]
last = bytearray(100_000)
held = resident()
del pieces
for _ in range(EVERY):
    return_memory()
assert resident() < held - 50_000_000, (held, resident())
"""


def test_freed_memory_comes_back() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=60)
