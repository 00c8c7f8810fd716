namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>Runs a test once over each transport.</summary>
public sealed class EveryTransport : TheoryData<Transport>
{
    public EveryTransport()
        : base(Enum.GetValues<Transport>())
    {
    }
}
