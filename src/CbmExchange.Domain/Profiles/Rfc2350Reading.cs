using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Profiles;

/// <summary>What came of reading a text.</summary>
/// <param name="Profile">The fields that were understood; nothing else.</param>
/// <param name="NotUnderstood">All the rest, in the order of the text.</param>
public sealed record Rfc2350Reading(RecordContent Profile, ImmutableArray<NotUnderstood> NotUnderstood);

/// <summary>A passage that did not become a field.</summary>
/// <param name="Line">Line of the text, from 1.</param>
/// <param name="Heading">Heading over it; empty before the first one.</param>
/// <param name="Passage">Its words.</param>
/// <param name="Why">Why, in a sentence.</param>
public sealed record NotUnderstood(int Line, string Heading, string Passage, string Why);
