using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Officers;

/// <summary>What a command comes to: events of a record and the entries that go with them.</summary>
/// <param name="Record">The record.</param>
/// <param name="Before">As it was decided on.</param>
/// <param name="Events">None when there is nothing to say.</param>
/// <param name="Entries">One for each recipient.</param>
internal sealed record Step(
    RecordId Record, RecordState Before, ImmutableArray<IEvent> Events, ImmutableArray<PeerAppend> Entries);
