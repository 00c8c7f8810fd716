using CbmExchange.Domain;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Documents;

/// <summary>What is looked for in the library. What is null does not narrow the search.</summary>
public sealed record LibraryQuery
{
    /// <summary>Words in titles and abstracts: all of them.</summary>
    public IReadOnlyCollection<string> Words { get; init; } = [];

    /// <summary>Whose documents.</summary>
    public IReadOnlyCollection<ParticipantId>? Originators { get; init; }

    /// <summary>Record types of own documents that the asker may read.</summary>
    public required string[] OwnTypes { get; init; }

    /// <summary>Record types of documents of peers that the asker may read.</summary>
    public required string[] HeldTypes { get; init; }

    /// <summary>Code of kind, topic, role or catalogue, whichever the type has.</summary>
    public string? Kind { get; init; }

    /// <summary>Language in which the document, or a rendering of its title, exists.</summary>
    public string? Language { get; init; }

    /// <summary>Code of a topic; one with subtopics is found by its first part too.</summary>
    public string? Topic { get; init; }

    /// <summary>Day as YYYY-MM-DD: documents that say they were in force then, as precisely as they say it.</summary>
    public string? InForceOn { get; init; }

    /// <summary>Only what changed at or after this moment, by this node's clock.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Catalogue and number.</summary>
    public string? Measure { get; init; }

    /// <summary>Types that serve the measure, for records that do not say what they report under.</summary>
    public string[] MeasureTypes { get; init; } = [];

    /// <summary>What is actual and what belongs to an exercise never stand in one answer.</summary>
    public string Context { get; init; } = "actual";

    /// <summary>Which exercise; null: any of that context.</summary>
    public string? ExerciseId { get; init; }

    /// <summary>Place of the last document taken; null: from the newest.</summary>
    public ReadingPlace? After { get; init; }

    /// <summary>Rows at most.</summary>
    public required int CountMax { get; init; }
}
