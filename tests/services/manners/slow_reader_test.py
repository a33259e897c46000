#!/usr/bin/env python3
"""What a command prints is its result: a reader that is slow gets all of it, as `| less` does. slow_reader_test.py BIN_FOLDER."""
import fcntl
import os
import subprocess
import sys
import termios
import time

BIN = sys.argv[1]
PIPE_BYTES = 4096
F_SETPIPE_SZ = 1031
LOG_PATIENCE_S = 0.2  # a log that nobody reads loses lines after so long; a command must not


def queued(reader):
    """How many bytes wait in the pipe."""
    number = bytearray(4)
    fcntl.ioctl(reader, termios.FIONREAD, number)
    return int.from_bytes(number, sys.byteorder)


def through_a_slow_pipe(command):
    reader, writer = os.pipe()
    fcntl.fcntl(writer, F_SETPIPE_SZ, PIPE_BYTES)
    with subprocess.Popen(command, stdout=writer) as process:
        os.close(writer)
        while not queued(reader) and process.poll() is None:  # only then it begins to wait for its reader
            time.sleep(0.01)
        time.sleep(3 * LOG_PATIENCE_S)
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
