using CbmExchange.Domain.Participants;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>Who takes part and who belongs to the one body, as plain lists; read anew for every question.</summary>
internal sealed class SimpleWorld
{
    /// <summary>This node.</summary>
    public required ParticipantId Self { get; init; }

    /// <summary>The newest status of each participant.</summary>
    public Dictionary<ParticipantId, string> Statuses { get; } = [];

    /// <summary>Every membership entry, oldest first.</summary>
    public List<(ParticipantId Who, string Status, DateTimeOffset From, DateTimeOffset? Until)> Memberships { get; } =
        [];

    /// <summary>The secretariat of the body.</summary>
    public required ParticipantId Secretariat { get; init; }

    /// <summary>Records that each participant holds.</summary>
    public Dictionary<ParticipantId, HashSet<string>> Held { get; } = [];

    /// <summary>Who holds something of the case.</summary>
    public HashSet<ParticipantId> HoldersOfCase { get; } = [];

    /// <summary>Originator of an item that is quoted and that may not be passed on; null when none is.</summary>
    public ParticipantId? QuotedOf { get; set; }

    public bool IsActive(ParticipantId who) => Statuses.GetValueOrDefault(who) == "active";

    public bool Holds(ParticipantId who, string record) => Held.TryGetValue(who, out var held) && held.Contains(record);

    // domain.md §4.5: of the entries that cover the moment the last one counts; a member that withdraws is one until
    // it has.
    public bool IsMember(ParticipantId who, DateTimeOffset now)
    {
        string? status = null;
        foreach (var entry in Memberships)
        {
            if (entry.Who == who && now >= entry.From && (entry.Until is null || now < entry.Until))
            {
                status = entry.Status;
            }
        }

        return status is "member" or "withdrawing";
    }
}
