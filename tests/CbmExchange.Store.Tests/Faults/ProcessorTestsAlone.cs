namespace CbmExchange.Store.Tests.Faults;

/// <summary>Nothing else runs in this process meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessorTestsAlone
{
    public const string Name = "processor, alone";
}
