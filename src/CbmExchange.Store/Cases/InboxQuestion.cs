using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Cases;

/// <summary>Which messages of the inbox are asked for.</summary>
/// <param name="RecordTypes">Messages of these types only, so that a page is full as long as there are more.</param>
public sealed record InboxQuestion(string[] RecordTypes)
{
    /// <summary>Only those that no human here confirmed.</summary>
    public bool OnlyUnacknowledged { get; init; }

    /// <summary>Null: of every context.</summary>
    public string? Context { get; init; }

    /// <summary>Null: of every exercise, and of none.</summary>
    public string? ExerciseId { get; init; }

    /// <summary>Exercises whose messages are left out: those that are over.</summary>
    public string[] ExceptExercises { get; init; } = [];

    /// <summary>After this place; null: from the start.</summary>
    public InboxPlace? After { get; init; }
}

/// <summary>A place in the order of the inbox: group, precedence, arrival.</summary>
/// <param name="Group">Of <see cref="InboxGroups"/>.</param>
/// <param name="PrecedenceRank">3 flash, 2 immediate, 1 priority, 0 routine.</param>
/// <param name="Place">In the order of arrival.</param>
public sealed record InboxPlace(int Group, int PrecedenceRank, ReadingPlace Place);
