using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>What is always disclosed of a record (design D4): who says it, what it is, and in which context.</summary>
public sealed record RecordHeader
{
    /// <summary>Who says it.</summary>
    public required ParticipantId Originator { get; init; }

    /// <summary>Which record.</summary>
    public required RecordId RecordId { get; init; }

    /// <summary>Code of the record type, e.g. <c>national-document</c> (see <see cref="RecordTypes"/>).</summary>
    public required string RecordType { get; init; }

    /// <summary>
    /// Version of the schema, <c>1.0</c>. An unknown minor is readable; an unknown major is kept sealed.
    /// </summary>
    public required string SchemaVersion { get; init; }

    /// <summary>actual, exercise, test or system. Never changes in the life of a record.</summary>
    public required string Context { get; init; }

    /// <summary>The exercise, when the context is <c>exercise</c>.</summary>
    public string? ExerciseId { get; init; }

    /// <summary>self-declared, relayed or imported-public.</summary>
    public required string Provenance { get; init; }

    /// <summary>BCP 47 tags; at least one.</summary>
    public required ImmutableArray<string> AuthoritativeLanguages { get; init; }
}
