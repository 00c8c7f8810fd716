using CbmExchange.Domain;

namespace CbmExchange.Store.Documents;

/// <summary>Which documents are asked for.</summary>
/// <param name="OwnTypes">Record types of own documents.</param>
/// <param name="HeldTypes">Record types of documents of peers.</param>
public sealed record LibraryQuestion(string[] OwnTypes, string[] HeldTypes)
{
    /// <summary>All of them stand in the document.</summary>
    public IReadOnlyCollection<string> Words { get; init; } = [];

    /// <summary>Null: of anybody.</summary>
    public ParticipantId? Originator { get; init; }

    /// <summary>Of this context only.</summary>
    public string Context { get; init; } = "actual";

    /// <summary>And of this exercise; null outside exercises.</summary>
    public string? ExerciseId { get; init; }
}
