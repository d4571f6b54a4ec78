// Live tensors are counted for the whole process, so tests that count them must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
