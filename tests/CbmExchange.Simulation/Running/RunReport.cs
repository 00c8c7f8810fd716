using System.Collections.Immutable;

namespace CbmExchange.Simulation.Running;

/// <summary>What a run came to.</summary>
internal sealed record RunReport
{
    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the checkers found; empty when it passed.</summary>
    public required ImmutableArray<string> Violations { get; init; }

    /// <summary>The same for each run of the seed.</summary>
    public required string TraceSha256 { get; init; }

    /// <summary>Events of virtual time: a message, a timer, an answer of a store, a command.</summary>
    public required long Events { get; init; }

    /// <summary>Virtual time from the last fault until all was together; null when it never was.</summary>
    public required TimeSpan? HealedIn { get; init; }

    /// <summary>Attacks on the line by kind and outcome.</summary>
    public required ImmutableSortedDictionary<string, int> Attacks { get; init; }

    /// <summary>Commands that were answered.</summary>
    public required int Answered { get; init; }

    /// <summary>Entries compared byte for byte.</summary>
    public required long EntriesCompared { get; init; }

    /// <summary>Views compared with what the grants say.</summary>
    public required long ViewsCompared { get; init; }

    /// <summary>Releases that waited and left.</summary>
    public required int Left { get; init; }

    /// <summary>Releases that were recalled.</summary>
    public required int Recalled { get; init; }

    /// <summary>Releases to new members of a body that they follow.</summary>
    public required int Followed { get; init; }

    /// <summary>Backups put back.</summary>
    public required int Restores { get; init; }

    /// <summary>Generations that two officers opened because entries were lost.</summary>
    public required int NewGenerations { get; init; }

    /// <summary>True when nothing was found.</summary>
    public bool Passed => Violations.IsEmpty;

    /// <summary>The one command that shows this run again.</summary>
    public string Replay => $"ops/simulate.sh --seed {Seed}";
}
