using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Store.Readings;

/// <summary>
/// The admitted keys of a participant, of all its descriptor versions; null when it was never admitted.
/// </summary>
public delegate PeerKeys? PeerKeysOf(ParticipantId participant);
