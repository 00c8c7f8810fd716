using CbmExchange.Node.Doors;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Exercises;

/// <summary>How this folder is put into the host.</summary>
internal static class ExercisesSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IAsideEntries, AsideEntries>();
        services.AddSingleton<IKnownExercises, ExerciseBook>();
        services.AddSingleton<ObservationTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<ObservationTable>());
        services.AddSingleton<ExerciseViews>().AddSingleton<ExerciseReport>();
        services.AddSingleton<ObserveCommand>().AddSingleton<NoDuffCommand>();
    }

    /// <summary>Maps its service.</summary>
    public static void Map(WebApplication app) => app.MapAt<ExerciseServiceImpl>(Door.Officers);
}
