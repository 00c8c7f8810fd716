namespace CbmExchange.Domain.Exercises;

/// <summary>Where an exercise stands at a moment.</summary>
public static class ExercisePhases
{
    /// <summary>Before its start.</summary>
    public const string Announced = "announced";

    /// <summary>Between its limits.</summary>
    public const string Running = "running";

    /// <summary>Between its limits, stopped by the director's notice until it is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>After its end, by the limit or by the director's notice: archived.</summary>
    public const string Over = "over";

    /// <summary>The director withdrew its record.</summary>
    public const string CalledOff = "called-off";
}
