using CbmExchange.Domain.Officers;

namespace CbmExchange.Domain.Cases;

/// <summary>What every command on a case says.</summary>
public abstract record CaseCommand
{
    /// <summary>Who commands.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Types of the records of the case: an officer keeps a case only of what is all in its lane.</summary>
    public required IReadOnlyCollection<string> RecordTypes { get; init; }
}

/// <summary>Begins to keep a case.</summary>
public sealed record OpenCase : CaseCommand
{
    /// <summary>One line; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>actual, exercise, test, system.</summary>
    public string Context { get; init; } = "actual";

    /// <summary>Where it is an exercise.</summary>
    public string? ExerciseId { get; init; }
}

/// <summary>Closes a case.</summary>
public sealed record CloseCase : CaseCommand
{
    /// <summary>Code of <see cref="CaseCodes.CloseReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>For merged: the other case.</summary>
    public CaseId? MergedInto { get; init; }

    /// <summary>Empty for none.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Opens a closed case again.</summary>
public sealed record ReopenCase : CaseCommand
{
    /// <summary>Empty for none.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Says that two records belong together.</summary>
public sealed record LinkRecords : CaseCommand
{
    /// <summary>The one.</summary>
    public required CaseRecord From { get; init; }

    /// <summary>Code of <see cref="CaseCodes.Relations"/>.</summary>
    public required string Relation { get; init; }

    /// <summary>The other.</summary>
    public required CaseRecord To { get; init; }
}

/// <summary>Adds a note.</summary>
public sealed record AddCaseNote : CaseCommand
{
    /// <summary>Running text.</summary>
    public required string Text { get; init; }
}

/// <summary>Keeps what went beside the platform.</summary>
public sealed record RecordOutOfBand : CaseCommand
{
    /// <summary>What, how and when.</summary>
    public required OutOfBandTalk Talk { get; init; }
}

/// <summary>Hands the case to the next shift.</summary>
public sealed record HandOverCase : CaseCommand
{
    /// <summary>Desk or post.</summary>
    public required string ToDesk { get; init; }

    /// <summary>Empty for none.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Keeps a step of the ladder that was taken.</summary>
public sealed record TakeEscalationStep : CaseCommand
{
    /// <summary>What was tried.</summary>
    public required EscalationAttempt Attempt { get; init; }
}

/// <summary>Allows or forbids the node to take the first steps by itself.</summary>
public sealed record ArmEscalation : CaseCommand
{
    /// <summary>The own message.</summary>
    public required RecordId Record { get; init; }

    /// <summary>0 to <see cref="EscalationSteps.ArmedCountMax"/>.</summary>
    public required int StepCount { get; init; }
}
