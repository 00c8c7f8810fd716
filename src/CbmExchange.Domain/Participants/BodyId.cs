namespace CbmExchange.Domain.Participants;

/// <summary>Opaque id of a body: a UUID in lower case, 36 characters.</summary>
public readonly record struct BodyId(string Value) : IComparable<BodyId>
{
    /// <summary>Ordinal order.</summary>
    public int CompareTo(BodyId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
