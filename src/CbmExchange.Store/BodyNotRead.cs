using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>
/// Stands for the body of an event that a reader asked to leave out (<see cref="EventBodies"/>); never stored.
/// </summary>
/// <param name="EventType">What happened.</param>
public sealed record BodyNotRead(Type EventType) : IEvent;
