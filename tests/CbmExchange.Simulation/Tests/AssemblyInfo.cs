// Seeds are counted against processor time, so the tests of this project run one after the other.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
