using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Release;

namespace CbmExchange.Simulation.Checkers;

/// <summary>An own record as the checker keeps it: contents, statements, and what each was given last.</summary>
internal sealed class RecordModel
{
    public required string RecordType { get; init; }

    public Dictionary<int, JsonElement> Contents { get; } = [];

    public Dictionary<int, string> Statements { get; } = [];

    public JsonElement? Nomination { get; set; }

    public SortedDictionary<ParticipantId, GivenModel> Given { get; } = [];

    public HashSet<ParticipantId> Told { get; } = [];

    /// <summary>The release that waits; null when none does.</summary>
    public WaitingModel? Waiting { get; set; }

    /// <summary>The grants that follow the members of the body, as the last release states them.</summary>
    public ImmutableArray<ReleaseGrant> Following { get; set; } = [];

    /// <summary>The newest version that anybody was given; 0 when none.</summary>
    public int Released { get; set; }

    /// <summary>Withdrawn, or a contact that ended: nothing follows.</summary>
    public bool IsOver { get; set; }
}

/// <summary>A release that was decided and may still be recalled.</summary>
/// <param name="Version">The version.</param>
/// <param name="Shown">What each is to be given at most.</param>
/// <param name="LeavesAt">When.</param>
internal sealed record WaitingModel(
    int Version, IReadOnlyDictionary<ParticipantId, GivenModel> Shown, DateTimeOffset LeavesAt);

/// <summary>What one recipient was given last.</summary>
/// <param name="Version">The version.</param>
/// <param name="Leaves">Fields and elements given, by path.</param>
/// <param name="Whole">Lists and fields given whole.</param>
/// <param name="View">What it reads.</param>
/// <param name="Tlp">Its label.</param>
/// <param name="IsNarrowed">Taken out, and not named by a grant since.</param>
internal sealed record GivenModel(
    int Version, HashSet<string> Leaves, HashSet<string> Whole, string View, string Tlp, bool IsNarrowed = false);
