using System.Collections.Immutable;
using CbmExchange.Domain.Officers;

namespace CbmExchange.Domain.Checks;

/// <summary>Plans a check.</summary>
/// <param name="Actor">Who plans it, and is by that the author of its messages.</param>
/// <param name="Body">Acronym of the body whose members are meant; null when they were named.</param>
/// <param name="ChannelTypes">Types of channels.</param>
/// <param name="IsAnnounced">True: tell them before.</param>
/// <param name="DutyHours">inside, outside or any.</param>
/// <param name="OpensAt">From when it can be opened; null for now.</param>
/// <param name="ClosesAt">Until when an answer is in time; null for the usual window.</param>
/// <param name="Targets">The States.</param>
public sealed record PlanCheck(
    Actor Actor,
    string? Body,
    ImmutableArray<string> ChannelTypes,
    bool IsAnnounced,
    string DutyHours,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    ImmutableArray<CheckTarget> Targets
);
