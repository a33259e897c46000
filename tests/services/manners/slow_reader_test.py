#!/usr/bin/env python3
"""What a command prints is its result: a reader that is slow gets all of it, as `| less` does. slow_reader_test.py BIN_FOLDER."""
import fcntl
import os
import subprocess
import sys
import time

BIN = sys.argv[1]
PIPE_BYTES = 4096
F_SETPIPE_SZ = 1031


def through_a_slow_pipe(command):
    reader, writer = os.pipe()
    fcntl.fcntl(writer, F_SETPIPE_SZ, PIPE_BYTES)
    with subprocess.Popen(command, stdout=writer) as process:
        os.close(writer)
        time.sleep(0.6)  # longer than a log waits for its reader
        with os.fdopen(reader, "rb") as pipe:
            text = pipe.read()
    assert process.returncode == 0, (command, process.returncode)
    return text


def main():
    for command in (["checkride-monitor", "sample-config"], ["checkride-monitor", "print-schema"], ["checkride", "dissector"]):
        command = [os.path.join(BIN, command[0]), *command[1:]]
        whole = subprocess.run(command, capture_output=True, check=True).stdout
        assert len(whole) > 2 * PIPE_BYTES, command
        assert through_a_slow_pipe(command) == whole, command


main()
