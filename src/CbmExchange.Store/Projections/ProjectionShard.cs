using CbmExchange.Domain;

namespace CbmExchange.Store.Projections;

/// <summary>One projection being folded into one schema: the live one, or the one being rebuilt beside it.</summary>
internal sealed class ProjectionShard(Projection projection, string schema, string progressName)
{
    private readonly Lock gate = new();
    private long position;
    private ProjectionState state;
    private string? reason;
    private long? poisonedAt;

    public Projection Projection { get; } = projection;

    public string Schema { get; } = schema;

    public string ProgressName { get; } = progressName;

    public long Position
    {
        get
        {
            lock (gate)
            {
                return position;
            }
        }
    }

    public bool IsStopped => Status.State == ProjectionState.Stopped;

    public ProjectionStatus Status
    {
        get
        {
            lock (gate)
            {
                return new ProjectionStatus
                {
                    Name = Projection.Name,
                    Version = Projection.Version,
                    Position = new LogPosition(position),
                    State = state,
                    Reason = reason,
                    PoisonedAt = poisonedAt is { } at ? new LogPosition(at) : null,
                };
            }
        }
    }

    public void MoveTo(long newPosition) => Set(newPosition, ProjectionState.Running, null, null);

    public void Wait(string why)
    {
        if (!IsStopped)
        {
            Set(Position, ProjectionState.Waiting, why, null);
        }
    }

    /// <summary>The database answers again, though there is nothing new to fold.</summary>
    public void GoOn()
    {
        if (Status.State == ProjectionState.Waiting)
        {
            Set(Position, ProjectionState.Running, null, null);
        }
    }

    public void Stop(long poison, string why) => Set(Position, ProjectionState.Stopped, why, poison);

    private void Set(long newPosition, ProjectionState newState, string? why, long? poison)
    {
        lock (gate)
        {
            (position, state, reason, poisonedAt) = (newPosition, newState, why, poison);
        }
    }
}
