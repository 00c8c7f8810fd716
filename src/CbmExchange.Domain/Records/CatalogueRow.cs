using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records.Rules;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records;

/// <summary>Which way a record goes once it was received.</summary>
public enum RecordFamily
{
    /// <summary>Whom to call: the directory; named by the nominating authority.</summary>
    Contact,

    /// <summary>Slow records: the library.</summary>
    Document,

    /// <summary>What waits for somebody: the inbox; its delivery is receipted.</summary>
    Message,

    /// <summary>A fact of receipt: it answers a message and is never receipted itself.</summary>
    Receipt,
}

/// <summary>
/// All that the house knows of one record type. Whatever treats types differently asks a row, so a type is added by its
/// message in <c>cbm.record.v1</c>, its place in <c>RecordBody</c>, and its row.
/// </summary>
public sealed record CatalogueRow
{
    /// <summary>Code, as in <see cref="RecordHeader.RecordType"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Which way it goes.</summary>
    public required RecordFamily Family { get; init; }

    /// <summary>What officers call it, in English.</summary>
    public required string Label { get; init; }

    /// <summary>Measures that it serves: catalogue and number, e.g. <c>a68-98:26a</c>.</summary>
    public required ImmutableArray<string> Measures { get; init; }

    /// <summary>Where the type comes from, short enough for one column.</summary>
    public required string Source { get; init; }

    /// <summary>Claims that every recipient is given besides those of any type: how to handle it.</summary>
    public ImmutableArray<string> AlwaysIncluded { get; init; } = [];

    /// <summary>Codes of its <c>stage</c>, which only moves forward; empty without stages.</summary>
    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>
    /// Stage that says there was nothing: it goes to everyone who received an earlier one (domain.md §4.8). Null: none.
    /// </summary>
    public string? ClosingStage { get; init; }

    /// <summary>Field that dates it in a list; null: none does.</summary>
    public string? DateField { get; init; }

    /// <summary>Widest label that is usual for it; a wider one is pointed out before release. Null: any.</summary>
    public string? UsualTlp { get; init; }

    /// <summary>The only context that it has; null: any.</summary>
    public string? OnlyContext { get; init; }

    /// <summary>Technical contacts draft it and read it (domain.md §4.19).</summary>
    public bool IsTechnical { get; init; }

    /// <summary>Its <c>ofRecord</c> names a record held here; it goes to its originator (domain.md §4.3).</summary>
    public bool IsReply { get; init; }

    /// <summary>A reply that answers a message: the message counts as responded.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>A human receipt is looked for within the time of its precedence.</summary>
    public bool IsReceiptTimed { get; init; }

    /// <summary>A duty officer may let it leave alone at immediate and flash, reviewed afterwards.</summary>
    public bool MayBreakGlass { get; init; }

    /// <summary>Its fields, in proto order.</summary>
    internal ImmutableArray<FieldShape> Fields { get; init; } = [];

    /// <summary>Rules between its fields; null: none but those of every type.</summary>
    internal Action<RecordHeader, JsonElement, Faults>? Rules { get; init; }

    /// <summary>What its author should look at once more.</summary>
    internal Func<JsonElement, IEnumerable<string>> Warnings { get; init; } = _ => [];

    /// <summary>Times that the node fills in where they are missing.</summary>
    internal Func<RecordContent, Policies, DateTimeOffset, IEnumerable<(string Field, DateTimeOffset Time)>> Defaults
    { get; init; } = (_, _, _) => [];

    /// <summary>What a release of it must not be, besides the rules of every type; null: nothing more.</summary>
    internal Func<ReleaseQuestion, ImmutableArray<RecipientRelease>, Refusal?>? ReleaseRule { get; init; }
}
