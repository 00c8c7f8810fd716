using System.Text.Json;
using CbmExchange.Domain;

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
}

/// <summary>What one recipient was given last.</summary>
/// <param name="Version">The version.</param>
/// <param name="Leaves">Fields and elements given, by path.</param>
/// <param name="Whole">Lists and fields given whole.</param>
/// <param name="View">What it reads.</param>
/// <param name="Tlp">Its label.</param>
/// <param name="IsNarrowed">Taken out, and not named by a grant since.</param>
internal sealed record GivenModel(
    int Version, HashSet<string> Leaves, HashSet<string> Whole, string View, string Tlp, bool IsNarrowed = false);
