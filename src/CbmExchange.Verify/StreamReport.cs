using System.Collections.Immutable;
using System.Globalization;

namespace CbmExchange.Verify;

/// <summary>What a check found, in numbers and in words.</summary>
public sealed record StreamReport
{
    /// <summary>True when everything holds.</summary>
    public bool IsSound => Findings.IsEmpty;

    /// <summary>What does not hold, in the order in which it was found.</summary>
    public required ImmutableArray<CheckFinding> Findings { get; init; }

    /// <summary>Words of the newest descriptor; empty when none holds.</summary>
    public string Phrase { get; init; } = string.Empty;

    /// <summary>Designator of the originator, as its newest descriptor says; empty when none holds.</summary>
    public string Originator { get; init; } = string.Empty;

    /// <summary>Name of the stream; empty when no descriptor holds or the file is empty.</summary>
    public string Origin { get; init; } = string.Empty;

    /// <summary>Participant id of the one to whom it is written.</summary>
    public string Recipient { get; init; } = string.Empty;

    /// <summary>True when whoever checks said to whom; false when it was read from the signed checkpoints.</summary>
    public bool RecipientWasGiven { get; init; }

    /// <summary>Checkpoints whose signature, size and root hold.</summary>
    public long Checkpoints { get; init; }

    /// <summary>Entries that are proven, from the first on.</summary>
    public long Entries { get; init; }

    /// <summary>Root over them, 64 hex digits.</summary>
    public string RootHex { get; init; } = string.Empty;

    /// <summary>When the originator last signed; null when nothing is proven.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Statements that open.</summary>
    public long Statements { get; init; }

    /// <summary>Of these, the ones signed with a key that was announced as compromised.</summary>
    public long StatementsInDoubt { get; init; }

    /// <summary>Statements of a newer schema, kept sealed.</summary>
    public long StatementsSealed { get; init; }

    /// <summary>Disclosures that the originator destroyed since (personal data).</summary>
    public long DisclosuresDestroyed { get; init; }

    /// <summary>The report for a reader, line by line.</summary>
    public IEnumerable<string> Lines() => [.. Names(), .. Numbers(), .. Result()];

    private IEnumerable<string> Names()
    {
        if (Origin.Length > 0)
        {
            yield return $"stream: {Origin}";
            yield return $"from {Originator} to participant {Recipient}, "
                + (RecipientWasGiven ? "as you said" : "as its checkpoints say");
        }

        if (Phrase.Length > 0)
        {
            yield return $"phrase of the newest descriptor, to be compared with its owner: {Phrase}";
        }
    }

    private IEnumerable<string> Numbers()
    {
        yield return Text($"entries proven: {Entries}, root {RootHex}");
        yield return Text($"signed checkpoints: {Checkpoints}, each for exactly the entries before it");
        if (SignedAt is { } signedAt)
        {
            yield return Text($"head last signed: {signedAt:yyyy-MM-dd HH:mm:ss} UTC");
        }

        yield return Text($"statements: {Statements} open, {StatementsSealed} of a newer version kept sealed, ")
            + Text($"{StatementsInDoubt} signed with a key announced as compromised");
        yield return Text($"disclosures destroyed by the originator: {DisclosuresDestroyed}");
    }

    private IEnumerable<string> Result()
    {
        foreach (var finding in Findings)
        {
            yield return finding.EntryIndex is { } index
                ? Text($"entry {index}: {finding.Name}: {finding.Sentence}")
                : $"{finding.Name}: {finding.Sentence}";
        }

        if (IsSound && Entries > 0)
        {
            yield return "A copy that ends earlier holds too: compare entries and root with the one who made it.";
        }

        yield return (IsSound, Entries) switch
        {
            (true, 0) => "result: the file holds no entry; nothing was proven",
            (true, _) => "result: everything holds",
            _ => "result: NOT everything holds",
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
