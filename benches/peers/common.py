"""Does the jobs that come on standard input and answers with their wall and CPU seconds."""
import gc
import sys
import time

import h5py
import numpy as np


def serve(jobs):
    v = h5py.version
    print(f"h5py {v.version}, HDF5 {v.hdf5_version}, numpy {np.__version__}, Python {sys.version.split()[0]}", flush=True)
    for line in sys.stdin:
        name, *arguments = line.split()
        gc.collect()
        cpu, wall = time.process_time(), time.perf_counter()
        kept = jobs[name](*arguments)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        del kept
        print(wall, cpu, flush=True)
