import subprocess
import sys


def test_the_demo_adds_up() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "demo"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    total = "42 articles = 33 extracted + 6 duplicates + 1 in another language + 1 empty + 1 dead letter ✓"
    assert total in ended.stdout.splitlines()
    assert ended.stdout.count("copy: ") == 6
