"""In the worker's place: does nothing, so that jobs wait."""

import signal

if __name__ == "__main__":
    signal.pause()
