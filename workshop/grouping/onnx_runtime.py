"""The runtime that computes sentence models, told to keep to itself before it is loaded."""

import os
from types import ModuleType


def runtime() -> ModuleType:
    """Return onnxruntime, which is an extra, and heavy.

    It would keep a number of this machine in the user's home and send to its maker that and how it is used;
    no setting of the machine may switch that on.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - as said

    module: ModuleType = onnxruntime
    return module
