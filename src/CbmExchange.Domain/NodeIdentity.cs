namespace CbmExchange.Domain;

/// <summary>Whose node this is.</summary>
/// <param name="Participant">Its id.</param>
/// <param name="Designator">Short sign for reference numbers, e.g. "XA".</param>
/// <param name="Kind">state, observer-state, organisation or secretariat.</param>
public sealed record NodeIdentity(ParticipantId Participant, string Designator, string Kind);
