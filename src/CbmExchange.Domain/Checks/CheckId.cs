namespace CbmExchange.Domain.Checks;

/// <summary>Opaque id of a communication check: a random UUID in lower case. Never leaves the node.</summary>
public readonly record struct CheckId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
