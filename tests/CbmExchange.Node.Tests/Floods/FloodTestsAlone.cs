namespace CbmExchange.Node.Tests.Floods;

/// <summary>Nothing else runs in this process meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FloodTestsAlone
{
    public const string Name = "floods, alone";
}
