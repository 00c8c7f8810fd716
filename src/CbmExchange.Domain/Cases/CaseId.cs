namespace CbmExchange.Domain.Cases;

/// <summary>
/// Id of a case: a UUID in lower case. A message that states none belongs to the case of the message it answers, else
/// to one that is called as the message itself, so that every message has a case.
/// </summary>
public readonly record struct CaseId(string Value)
{
    private const string StreamPrefix = "case-";

    /// <summary>The stream of this node's own facts about it. None of them has a way into a peer stream.</summary>
    public string Stream => StreamPrefix + Value;

    /// <summary>The case whose facts stand in a stream; null for another stream.</summary>
    public static CaseId? OfStream(string stream) =>
        stream.StartsWith(StreamPrefix, StringComparison.Ordinal) ? new CaseId(stream[StreamPrefix.Length..]) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
