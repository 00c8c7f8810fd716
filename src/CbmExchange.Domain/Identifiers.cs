using System.Globalization;

namespace CbmExchange.Domain;

/// <summary>
/// Opaque id of a participant: a UUID in lower case, 36 characters. Never derived from a country code.
/// </summary>
public readonly record struct ParticipantId(string Value) : IComparable<ParticipantId>
{
    /// <summary>Ordinal order, so that lists of participants have one order on every machine.</summary>
    public int CompareTo(ParticipantId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Opaque id of a record: a random UUID in lower case, 36 characters; never ordered by time.</summary>
public readonly record struct RecordId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Id of an officer of this node: a UUID in lower case. Never leaves the node.</summary>
public readonly record struct OfficerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// SHA-256 of an issuer-signed JWT: 64 lower-case hex digits. The version of a record that peers see.
/// </summary>
public readonly record struct ContentHash(string Hex)
{
    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>Wraps 32 bytes.</summary>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(bytes));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}

/// <summary>Number of the last event of a stream of this node; 0 for a stream that does not exist yet.</summary>
public readonly record struct StreamVersion(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Position in this node's whole log. Grows in the order of commits; never leaves the node.</summary>
public readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Index of an entry in a peer stream, from 0; also the size of the tree before it.</summary>
public readonly record struct PeerSequence(long Value) : IComparable<PeerSequence>
{
    /// <inheritdoc/>
    public int CompareTo(PeerSequence other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
